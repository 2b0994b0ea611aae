"""The tensors are counted. / 数的是张量的个数。"""
# notebook: forward_pass
# scores: test_count_parameters=0
# misconception: The number of tensors or rows is the number of parameters. / 以为张量或行的个数就是参数的个数。
# hint: Count the numbers inside each tensor: p.numel(). / 数每个张量里的数：p.numel()。

# %% count_parameters
def count_parameters(net):
    return len(list(net.parameters()))
