"""The names are taken from the functions. / 名字取自函数的 __name__。"""
# notebook: activations

# %% output_for
def identity(z):
    return z


output_for = {
    "regression": identity.__name__,
    "binary": sigmoid.__name__,
    "multiclass": softmax.__name__,
}
