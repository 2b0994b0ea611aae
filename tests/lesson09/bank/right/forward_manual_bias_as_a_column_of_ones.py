"""The bias is one more weight, for an input of 1. / 截距当作输入为 1 的权重。"""
# notebook: forward_pass

# %% manual_forward
def manual_forward(x, params):
    def layer(z, name):
        weight = torch.cat([params[name + ".bias"][:, None], params[name + ".weight"]], dim=1)
        ones = z.new_ones(len(z), 1)
        return torch.mm(torch.cat([ones, z], dim=1), weight.transpose(0, 1))


    with torch.no_grad():
        return layer(layer(layer(x, "linear1").relu(), "linear2").sigmoid(), "output").softmax(dim=-1)
