from stub import DAG
