"""412 is typed in. / 直接写了 412。"""
# notebook: forward_pass
# scores: test_count_parameters=0
# misconception: The number of one network is that of all. / 以为一个网络的参数个数对所有网络都成立。
# hint: Compute it from net.parameters(). / 请从 net.parameters() 算出来。

# %% count_parameters
def count_parameters(net):
    return 412
