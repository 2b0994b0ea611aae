"""The explanations are the student's own. / 用自己的话解释。"""
# notebook: hidden_layers

# %% [markdown] explain_identity
# 仿射变换的复合仍是仿射变换，所以只有一条直线。

# %% [markdown] explain_sigmoid
# 四个输出都略小于零，阶跃之后全为 0。
