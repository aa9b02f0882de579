"""Prints what lautum_spark.py uses of Java, and the parameters and setters of its classes."""

import json

import lautum_spark
from pyspark.ml.param import Param
from pyspark.ml.wrapper import JavaObject, JavaParams


def describe(stage):
    names = [name for name in dir(type(stage)) if not name.startswith("_")]
    params = {name: getattr(type(stage), name) for name in names}
    params = {name: param for name, param in params.items() if isinstance(param, Param)}
    setters = {}
    for name in names:
        if name.startswith("set"):
            stage.values.clear()
            assert getattr(stage, name)("value") is stage
            setters[name] = list(stage.values)
    return {
        "params": {name: [param.name, param.typeConverter.__name__] for name, param in params.items()},
        "setters": setters,
    }


estimator = lautum_spark.TransferClassifier()
described = describe(estimator)
arguments = {name: name for name in described["params"]}
assert lautum_spark.TransferClassifier(**arguments).values == arguments

java_model = JavaObject(lautum_spark.TransferClassificationModel.read().java_class)
model = estimator._create_model(java_model)
model.classes()
model.method()
model.validation()
read = type(model)._from_java(java_model)
assert read._java_obj is java_model and read.transferred

columns = {"labelCol": "label", "domainCol": "domain"}
evaluator = lautum_spark.TargetEvaluator(**columns)
assert evaluator.values == columns
assert type(evaluator)._from_java(JavaObject(type(evaluator).read().java_class)).transferred

print(
    json.dumps(
        {
            "TransferClassifier": described,
            "TransferClassificationModel": describe(model),
            "TargetEvaluator": describe(evaluator),
            "readers": [type(stage).read().java_class for stage in (estimator, model, evaluator)],
            "created": JavaParams.created,
            "evaluator": evaluator._java_obj.java_class,
            "calls": sorted(set(JavaObject.calls)),
        }
    )
)
