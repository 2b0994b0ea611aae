"""Each Linear is taken to have a bias. / 以为每个 Linear 都有截距。"""
# notebook: forward_pass
# scores: test_count_parameters=1.2
# misconception: Every network consists of Linear layers with bias. / 以为网络都由带截距的 Linear 层组成。
# hint: It must work for any module: use net.parameters(). / 要对任何模块都成立：请用 net.parameters()。

# %% count_parameters
def count_parameters(net):
    total = 0
    for m in net.modules():
        if isinstance(m, nn.Linear):
            total += m.out_features * (m.in_features + 1)
    return total
