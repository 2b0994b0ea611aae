"""Answers stand under %%capture and %%time. / 答案写在 %%capture 和 %%time 之下。"""
# lesson: lesson09
# notebook: activations

# %% relu
%%capture output


def relu(z):
    return (z + z.abs()) / 2

# %% output_for
%%time
output_for = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
