"""As much of Airflow as lautum_dag.py uses, in memory: tasks, edges, mapping, parameters."""

import logging
import sys


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class Param:
    def __init__(self, default, description=None, **schema):
        self.value = default
        self.schema = schema


class DAG:
    current = None

    def __init__(self, dag_id, **settings):
        self.dag_id = dag_id
        self.settings = settings
        self.params = settings.get("params", {})
        self.tasks = {}

    def __enter__(self):
        DAG.current = self
        return self

    def __exit__(self, *_):
        DAG.current = None


class Node:
    def __init__(self, task_id):
        if task_id in DAG.current.tasks:
            raise AirflowException(f"duplicate task {task_id}")
        self.task_id = task_id
        self.downstream = set()
        DAG.current.tasks[task_id] = self

    def __rshift__(self, other):
        self.downstream.add(other.task_id)
        return other


class BaseOperator(Node):
    ALLOWED = {"max_active_tis_per_dagrun", "retries", "pool", "trigger_rule"}

    def __init__(self, *, task_id, **settings):
        unknown = set(settings) - self.ALLOWED
        if unknown:
            raise AirflowException(f"invalid arguments {unknown}")
        self.settings = settings
        self.log = logging.getLogger("task")
        super().__init__(task_id)

    @classmethod
    def partial(cls, **arguments):
        return Partial(cls, arguments)


class Partial:
    def __init__(self, operator, arguments):
        self.operator = operator
        self.arguments = arguments

    def expand(self, **mapped):
        return Mapped(self.operator, self.arguments, mapped)


class Mapped(Node):
    def __init__(self, operator, arguments, mapped):
        super().__init__(arguments["task_id"])
        self.operator = operator
        self.arguments = arguments
        ((self.name, self.source),) = mapped.items()
        self.source >> self

    def unmapped(self, context):
        """One operator for each value that the task before it returns."""
        operators = []
        for value in self.source.function(params=context["params"]):
            with DAG("scratch"):
                operators.append(self.operator(**self.arguments, **{self.name: value}))
        return operators


class Function(Node):
    def __init__(self, task_id, function):
        super().__init__(task_id)
        self.function = function


def task(task_id):
    def decorate(function):
        return lambda: Function(task_id, function)

    return decorate


logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
