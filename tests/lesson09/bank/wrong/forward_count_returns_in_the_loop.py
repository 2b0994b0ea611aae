"""return stands inside the loop. / return 写在循环里面。"""
# notebook: forward_pass
# scores: test_count_parameters=0
# misconception: You may have returned inside the loop. / 你可能在循环里面就 return 了。
# hint: Add up over all of them, and return after the loop. / 把全部加起来，循环之后再返回。

# %% count_parameters
def count_parameters(net):
    total = 0
    for p in net.parameters():
        total += p.numel()
        return total
