"""return stands inside the loop. / return 写在循环里面。"""
# notebook: forward_pass
# scores: test_count_parameters=0
# misconception: The first parameter stands for all. / 以为第一个参数就代表全部。
# hint: Add up over all of them, and return after the loop. / 把全部加起来，循环之后再返回。

# %% count_parameters
def count_parameters(net):
    total = 0
    for p in net.parameters():
        total += p.numel()
        return total
