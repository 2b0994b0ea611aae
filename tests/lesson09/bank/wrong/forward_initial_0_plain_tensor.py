"""A plain tensor is assigned. / 赋了一个普通张量。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: A parameter may be changed or assigned like any tensor. / 以为参数可以像普通张量一样直接改动或赋值。
# hint: Write into it with nn.init, with .data, or under torch.no_grad(). / 用 nn.init、.data，或在 torch.no_grad() 下写入。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight = torch.zeros_like(m.weight)
