"""Loads the DAG and prints it, or what became of a task, as JSON:

describe.py DAG_FILE RUN_ID CHANGED_PARAMETERS [TASK_TO_EXECUTE [SECONDS_UNTIL_IT_IS_KILLED]]
"""

import importlib.util
import json
import sys
import threading

import stub

path, run_id, changed = sys.argv[1:4]
spec = importlib.util.spec_from_file_location("lautum_dag", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
dag = module.dag

params = {name: param.value for name, param in dag.params.items()} | json.loads(changed)
context = {"params": params, "run_id": run_id}


def operators(task):
    if isinstance(task, stub.Mapped):
        return task.unmapped(context)
    return [task] if isinstance(task, stub.BaseOperator) else []


if len(sys.argv) > 4:
    (operator,) = operators(dag.tasks[sys.argv[4]])
    if len(sys.argv) > 5:
        threading.Timer(float(sys.argv[5]), operator.on_kill).start()
    try:
        print(json.dumps({"returned": operator.execute(context)}))
    except stub.AirflowException as e:
        print(json.dumps({"raised": type(e).__name__, "message": str(e)}))
else:
    print(
        json.dumps(
            {
                "tasks": {
                    task.task_id: {
                        "downstream": sorted(task.downstream),
                        "commands": [operator.command(context) for operator in operators(task)],
                        "at_once": getattr(task, "arguments", {}).get("max_active_tis_per_dagrun"),
                    }
                    for task in dag.tasks.values()
                },
                "max_active_runs": dag.settings["max_active_runs"],
                "catchup": dag.settings["catchup"],
                "retries": dag.settings["default_args"]["retries"],
                "params": {
                    name: {"default": param.value, "schema": param.schema}
                    for name, param in dag.params.items()
                },
            }
        )
    )
