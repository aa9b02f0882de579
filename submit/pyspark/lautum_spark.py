"""The stages of lautum-spark in PySpark 3.5, as docs/spark-ml.md describes them."""

from pyspark import keyword_only
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

_PACKAGE = "io.lautum.pipeline.ml."


def _param(name, doc, converter=TypeConverters.toString):
    return Param(Params._dummy(), name, doc, converter)


class _Reader(JavaMLReader):
    """Reads a stage of the Java class with the name of the Python class."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return _PACKAGE + clazz.__name__


class _Stage(JavaMLReadable, JavaMLWritable):
    """A stage that Java reads and writes."""

    @classmethod
    def read(cls):
        return _Reader(cls)

    @classmethod
    def _from_java(cls, java_stage):
        stage = cls()
        stage._java_obj = java_stage
        stage._resetUid(java_stage.uid())
        stage._transfer_params_from_java()
        return stage


class _Columns(_Stage):
    """The parameters that the estimator shares with its model. Java has their defaults."""

    inputCol = _param("inputCol", "column of images or vectors")
    predictionCol = _param("predictionCol", "new column of the label, or its class's index")
    predictedLabelCol = _param("predictedLabelCol", "new column of the class's name")
    probabilityCol = _param("probabilityCol", "new column of probabilities, vector")
    outsiderScoreCol = _param("outsiderScoreCol", "new column, larger for examples of the classes")
    outsiderScore = _param("outsiderScore", "energy or max-logit")
    rawPredictionCol = _param("rawPredictionCol", "new column of the probabilities' logarithms")
    thresholds = _param("thresholds", "per class", TypeConverters.toListFloat)
    missing = _param("missing", "null and NaN in vectors: fail, or mean")
    batchSize = _param("batchSize", "examples per forward pass", TypeConverters.toInt)

    def setInputCol(self, value):
        return self._set(inputCol=value)

    def setPredictionCol(self, value):
        return self._set(predictionCol=value)

    def setPredictedLabelCol(self, value):
        return self._set(predictedLabelCol=value)

    def setProbabilityCol(self, value):
        return self._set(probabilityCol=value)

    def setOutsiderScoreCol(self, value):
        return self._set(outsiderScoreCol=value)

    def setOutsiderScore(self, value):
        return self._set(outsiderScore=value)

    def setRawPredictionCol(self, value):
        return self._set(rawPredictionCol=value)

    def setThresholds(self, value):
        return self._set(thresholds=value)

    def setMissing(self, value):
        return self._set(missing=value)

    def setBatchSize(self, value):
        return self._set(batchSize=value)


class TransferClassificationModel(_Columns, JavaModel):
    """A classifier that TransferClassifier has trained."""

    def classes(self):
        """Returns the names of the classes, in the order of the probabilities."""
        return list(self._call_java("classes"))

    def method(self):
        """Returns the method by which the model was trained."""
        return self._call_java("method")

    def validation(self):
        """Returns the result on the rows for validation; None without such rows."""
        optional = self._java_obj.validation()
        if not optional.isPresent():
            return None
        result = optional.get()
        return {
            "rows": result.rows(),
            "accuracy": result.accuracy(),
            "crossEntropy": result.crossEntropy(),
            "temperature": result.temperature(),
        }


class TransferClassifier(_Columns, JavaEstimator):
    """Trains a classifier of images or vectors with few labels."""

    labelCol = _param("labelCol", "column of labels, null for unlabelled rows")
    domainCol = _param("domainCol", "optional column; source marks the source dataset")
    validationIndicatorCol = _param("validationIndicatorCol", "optional column of booleans")
    method = _param("method", "transfer method, or auto")
    workDir = _param("workDir", "folder for intermediate results, on any Hadoop file system")
    configuration = _param("configuration", "further keys, as key=value", TypeConverters.toListString)
    seed = _param("seed", "seed of splits and weights", TypeConverters.toInt)

    @keyword_only
    def __init__(
        self,
        *,
        inputCol=None,
        predictionCol=None,
        predictedLabelCol=None,
        probabilityCol=None,
        outsiderScoreCol=None,
        outsiderScore=None,
        rawPredictionCol=None,
        thresholds=None,
        missing=None,
        batchSize=None,
        labelCol=None,
        domainCol=None,
        validationIndicatorCol=None,
        method=None,
        workDir=None,
        configuration=None,
        seed=None,
    ):
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + "TransferClassifier", self.uid)
        self._set(**self._input_kwargs)

    def setLabelCol(self, value):
        return self._set(labelCol=value)

    def setDomainCol(self, value):
        return self._set(domainCol=value)

    def setValidationIndicatorCol(self, value):
        return self._set(validationIndicatorCol=value)

    def setMethod(self, value):
        return self._set(method=value)

    def setWorkDir(self, value):
        return self._set(workDir=value)

    def setConfiguration(self, value):
        return self._set(configuration=value)

    def setSeed(self, value):
        return self._set(seed=value)

    def _create_model(self, java_model):
        return TransferClassificationModel(java_model)


class TargetEvaluator(_Stage, MulticlassClassificationEvaluator):
    """PySpark's MulticlassClassificationEvaluator on the labelled rows of the target."""

    domainCol = _param("domainCol", "optional column; source marks the source dataset")

    def __init__(self, *, domainCol=None, **others):
        super().__init__(**others)
        self._java_obj = self._new_java_obj(_PACKAGE + "TargetEvaluator", self.uid)
        if domainCol is not None:
            self._set(domainCol=domainCol)

    def setDomainCol(self, value):
        return self._set(domainCol=value)
