class JavaMLReader:
    def __init__(self, clazz):
        self.java_class = self._java_loader_class(clazz)
        self.clazz = clazz


class JavaMLReadable:
    @classmethod
    def read(cls):
        return JavaMLReader(cls)


class JavaMLWritable:
    pass
