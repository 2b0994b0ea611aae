"""Parameters with equal numbers are taken for one. / 数值相等的参数只算一个。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6
# misconception: Parameters with equal numbers are one parameter. / 以为数值相等的参数就是同一个参数。
# hint: What is shared is the object, not its numbers: net.parameters() knows. / 共用的是对象而不是数值：net.parameters() 分得清。

# %% count_parameters
def count_parameters(net):
    return sum(len(numbers) for numbers in {tuple(p.flatten().tolist()) for p in net.parameters()})
