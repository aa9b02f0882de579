class Param:
    def __init__(self, parent, name, doc, typeConverter=None):
        self.name = name
        self.doc = doc
        self.typeConverter = typeConverter


class TypeConverters:
    @staticmethod
    def toString(value):
        pass

    @staticmethod
    def toInt(value):
        pass

    @staticmethod
    def toListFloat(value):
        pass

    @staticmethod
    def toListString(value):
        pass


class Params:
    @staticmethod
    def _dummy():
        return None
