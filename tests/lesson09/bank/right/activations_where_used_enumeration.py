"""The words are members of an enumeration of strings. / 用字符串枚举写出位置。"""
# notebook: activations

# %% where_used
from enum import Enum


class Layer(str, Enum):
    HIDDEN = "hidden"
    OUTPUT = "output"


where_used = {
    "identity": {Layer.OUTPUT},
    "softmax": {Layer.OUTPUT},
    "step": {Layer.HIDDEN},
    "tanh": {Layer.HIDDEN},
    "sigmoid": set(Layer),
    "relu": set(Layer),
}
