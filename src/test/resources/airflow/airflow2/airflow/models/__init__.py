from stub import BaseOperator
