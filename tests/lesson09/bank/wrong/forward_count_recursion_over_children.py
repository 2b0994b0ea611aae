"""A recursion counts a shared layer twice. / 递归把共用的层数了两次。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6
# misconception: A shared parameter counts as often as it is used. / 以为共用的参数用几次就数几次。
# hint: net.parameters() gives each parameter once. / net.parameters() 对每个参数只给出一次。

# %% count_parameters
def count_parameters(net):
    total = sum(p.numel() for p in net.parameters(recurse=False))
    for child in net.children():
        total += count_parameters(child)
    return total
