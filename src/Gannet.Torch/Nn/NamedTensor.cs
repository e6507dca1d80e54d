namespace Gannet.Torch.Nn;

/// <summary>A tensor of a module with its state-dict name.</summary>
/// <param name="Name">Dotted path, for example <c>backbone.body.conv1.weight</c>.</param>
/// <param name="Tensor">The tensor itself, owned by its module.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
