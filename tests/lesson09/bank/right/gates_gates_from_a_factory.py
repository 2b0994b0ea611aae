"""A helper makes the gates. / 用一个工厂函数生成三个门。"""
# notebook: gates

# %% and_gate
def make_gate(w):
    return lambda X: step(X.matmul(w))


w_and = torch.tensor([-1.5, 1, 1])
AND = make_gate(w_and)

# %% or_gate
w_or = torch.tensor([-0.5, 1, 1])
OR = make_gate(w_or)

# %% nand_gate
w_nand = -w_and
NAND = make_gate(w_nand)
