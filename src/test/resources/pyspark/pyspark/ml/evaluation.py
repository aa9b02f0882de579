from pyspark import keyword_only
from pyspark.ml.param import Param, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaParams


class MulticlassClassificationEvaluator(JavaParams, JavaMLReadable, JavaMLWritable):
    labelCol = Param(None, "labelCol", "", TypeConverters.toString)

    @keyword_only
    def __init__(self, *, labelCol="label"):
        super().__init__()
        self._java_obj = self._new_java_obj(
            "org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator", self.uid
        )
        self._set(**self._input_kwargs)

    def setLabelCol(self, value):
        return self._set(labelCol=value)
