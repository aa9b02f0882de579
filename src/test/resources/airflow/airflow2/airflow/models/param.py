from stub import Param
