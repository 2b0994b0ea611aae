"""A local name is assigned only. / 只给局部变量赋了值。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: A result is stored by itself. / 以为结果会自己存回去。
# hint: Write into the weight in place: methods whose names end with _ . / 就地写进权重：用名字以 _ 结尾的方法。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        weight = m.weight
        weight = torch.zeros_like(weight)
