"""Row by row, with matrix-vector products. / 一行一行地用矩阵乘向量。"""
# notebook: forward_pass

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]

    结果 = []
    for 行 in x:
        一 = torch.relu(torch.mv(w1, 行) + b1)
        二 = torch.sigmoid(torch.matmul(w2, 一) + b2)
        结果.append(torch.softmax(w3.matmul(二) + b3, dim=0))
    return torch.stack(结果)
