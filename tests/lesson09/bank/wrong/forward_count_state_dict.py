"""The numbers of the state_dict are counted. / 数的是 state_dict 里的数。"""
# notebook: forward_pass
# scores: test_count_parameters=1.2
# misconception: All of the state_dict are parameters. / 以为 state_dict 里都是参数。
# hint: It holds buffers, too, and shared parameters twice: use net.parameters(). / 其中还有缓冲区，共用的参数也会出现两次：请用 net.parameters()。

# %% count_parameters
def count_parameters(net):
    return sum(v.numel() for v in net.state_dict().values())
