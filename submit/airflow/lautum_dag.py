"""One experiment of lautum-spark in Airflow: one task per stage, and for pre-training one per method.

For Airflow 2.6 or newer, including 3. The workers need this project: LAUTUM_HOME in their environment
names its folder; the default is the folder of this file. docs/scheduling.md has the installation.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from airflow.exceptions import AirflowException, AirflowFailException

try:
    from airflow.sdk import DAG, BaseOperator, Param, task
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models import BaseOperator
    from airflow.models.param import Param

HOME = Path(os.environ.get("LAUTUM_HOME") or Path(__file__).resolve().parents[2])

# A retry cannot fix a wrong configuration or wrong data. It may succeed after any other failure, such as
# code 4, another run in the same work directory.
USELESS_TO_RETRY = {2: "wrong usage or configuration", 3: "wrong data"}

REPORT = "report: "


class LautumOperator(BaseOperator):
    """Runs one stage with submit/lautum; returns the report's path if the stage prints one."""

    def __init__(self, *, stage: str, methods: list[str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.stage = stage
        self.methods = methods
        self._process = None

    def command(self, context) -> list[str]:
        """The command line, as a list, so that no shell interprets the parameters."""
        params = context["params"]
        command = [str(HOME / "submit" / "lautum"), self.stage, params["experiment"]]
        command += ["--workdir", work_directory(params["workdir"], context["run_id"])]
        for cluster in params["clusters"]:
            command += ["--cluster", cluster]
        for override in params["overrides"]:
            command += ["-D", override]
        methods = self.methods or params["methods"]
        if methods:
            command += ["--methods", ",".join(methods)]
        # Always, because it has no effect on a first attempt, and a cleared task starts with one again.
        return command + ["--resume"]

    def execute(self, context):
        command = self.command(context)
        self.log.info("%s", command)
        report = None
        # A new session, so that on_kill reaches the virtual machine that the launcher starts.
        self._process = subprocess.Popen(
            command,
            cwd=HOME,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        for line in self._process.stdout:
            self.log.info("%s", line.rstrip())
            if line.startswith(REPORT):
                report = line[len(REPORT) :].strip()
        code = self._process.wait()
        if code in USELESS_TO_RETRY:
            raise AirflowFailException(f"{self.stage}: exit code {code}, {USELESS_TO_RETRY[code]}")
        if code != 0:
            raise AirflowException(f"{self.stage}: exit code {code}")
        return report

    def on_kill(self):
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)


def work_directory(parent: str, run_id: str) -> str:
    """The work directory of a run of the DAG. Run ids have colons, which Hadoop's paths do not allow."""
    return f"{parent.rstrip('/')}/{re.sub(r'[^A-Za-z0-9_.-]+', '-', run_id)}"


with DAG(
    dag_id="lautum",
    description="Transfer learning with Lautum information: one experiment, from raw data to report",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # Runs would share the cluster, and a training waits until it has all its slots.
    max_active_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=30),
    },
    params={
        "experiment": Param(
            "conf/glyphs.conf", type="string", pattern=r"^[^-].*\.conf$", description="Experiment file"
        ),
        "workdir": Param(
            "runs",
            type="string",
            pattern="^[^-]",
            description="Folder of all runs' work directories; any Hadoop path",
        ),
        "clusters": Param(
            ["local"],
            type="array",
            items={"type": "string", "pattern": "^[a-z]+$"},
            description="Names of files in conf/cluster; a later file overrides an earlier one",
        ),
        "methods": Param(
            [],
            type="array",
            items={"type": "string", "pattern": "^[a-z]"},
            description="Methods that replace the experiment's, pre-trained in one task each; empty: the"
            " experiment's, pre-trained in one task",
        ),
        "overrides": Param(
            [],
            type="array",
            items={"type": "string", "pattern": "^[^-=][^=]*="},
            description="Configuration keys as key=value, for every stage",
        ),
    },
    tags=["lautum", "spark"],
) as dag:

    @task(task_id="methods")
    def pretrained_methods(params=None) -> list:
        """The value of `methods` for each task of pre-training."""
        return [[method] for method in params["methods"]] or [[]]

    prepare = LautumOperator(task_id="prepare", stage="prepare")
    # One after the other, because a command locks its work directory and uses all slots of the cluster.
    pretrain = LautumOperator.partial(
        task_id="pretrain", stage="pretrain", max_active_tis_per_dagrun=1
    ).expand(methods=pretrained_methods())
    finetune = LautumOperator(task_id="finetune", stage="finetune")
    evaluate = LautumOperator(task_id="evaluate", stage="evaluate")
    report = LautumOperator(task_id="report", stage="report")

    prepare >> pretrain >> finetune >> evaluate >> report
