"""As much of PySpark as lautum_spark.py uses. Objects of Java record the names of the methods that are called."""

import functools


def keyword_only(function):
    @functools.wraps(function)
    def wrapper(self, **arguments):
        self._input_kwargs = arguments
        return function(self, **arguments)

    return wrapper
