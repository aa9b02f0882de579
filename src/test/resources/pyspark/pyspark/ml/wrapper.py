from pyspark.ml.param import Param


class JavaObject:
    """Records the calls of methods of a Java object, and of the objects that they return."""

    calls = []

    def __init__(self, java_class, chain=""):
        self.java_class = java_class
        self.chain = chain

    def __getattr__(self, name):
        chain = f"{self.chain}.{name}".lstrip(".")

        def call():
            JavaObject.calls.append(f"{self.java_class}#{chain}")
            return JavaObject(self.java_class, chain)

        return call

    def __iter__(self):
        return iter([])


class JavaParams:
    created = []

    def __init__(self, java_obj=None):
        self._java_obj = java_obj
        self.uid = "uid"
        self.values = {}

    @staticmethod
    def _from_java(java_stage):
        raise NotImplementedError(java_stage)

    @staticmethod
    def _new_java_obj(java_class, *arguments):
        JavaParams.created.append([java_class, len(arguments)])
        return JavaObject(java_class)

    def _call_java(self, name):
        return getattr(self._java_obj, name)()

    def _set(self, **values):
        for name, value in values.items():
            if not isinstance(getattr(type(self), name), Param):
                raise TypeError(name)
            self.values[name] = value
        return self

    def _resetUid(self, uid):
        self.uid = uid

    def _transfer_params_from_java(self):
        self.transferred = True


class JavaEstimator(JavaParams):
    pass


class JavaModel(JavaParams):
    pass
