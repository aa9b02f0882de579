from stub import DAG, BaseOperator, Param, task
