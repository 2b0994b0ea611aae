"""A single row loses its dimension. / 只有一行时维度被去掉。"""
# notebook: forward_pass
# scores: test_predict=0.83
# misconception: A class may be of any number type and shape. / 以为类别可以是任意的数值类型和形状。
# hint: Look at dtype and shape: int64, (n,). / 看看 dtype 和 shape：int64、(n,)。

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x).topk(1, dim=1)[1].squeeze()
