from stub import AirflowException, AirflowFailException
