"""The largest values come back. / 返回了最大的值。"""
# notebook: forward_pass
# scores: test_predict=0
# misconception: max returns only positions. / 以为 max 只返回位置。
# hint: max(dim=1) returns values and positions; take the second. / max(dim=1) 返回值和位置；取第二个。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x).max(dim=1)[0]
