namespace Gannet.Torch.Nn;

/// <summary>A part of a network: named parameters, buffers and sub-modules.</summary>
/// <remarks>Names are given at registration and form the state dict; they equal those in published weight files.</remarks>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<NamedTensor> _parameters = [];
    private readonly List<NamedTensor> _buffers = [];
    private bool _isTraining;

    /// <summary>Whether layers that behave differently in training (live batch norm, dropout) are in training mode.</summary>
    /// <value>False initially, and within an <see cref="EvaluationMode"/>.</value>
    public bool IsTraining => _isTraining && !EvaluationMode.IsEntered;

    /// <summary>The direct sub-modules with their names.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>Every trainable tensor with its state-dict name, depth first in registration order.</summary>
    public IEnumerable<NamedTensor> NamedParameters(string prefix = "") => Walk(prefix, static m => m._parameters);

    /// <summary>Every tensor that is saved but not trained, such as running statistics.</summary>
    public IEnumerable<NamedTensor> NamedBuffers(string prefix = "") => Walk(prefix, static m => m._buffers);

    /// <summary>Parameters and buffers: everything that a weight file holds.</summary>
    public IEnumerable<NamedTensor> State(string prefix = "") => Walk(prefix, static m => m._parameters.Concat(m._buffers));

    /// <summary>Switches this module and everything below it to training or evaluation.</summary>
    public void SetTraining(bool isTraining)
    {
        _isTraining = isTraining;
        foreach (var (_, child) in _children) child.SetTraining(isTraining);
    }

    /// <summary>Stops the training of every parameter in and below this module.</summary>
    public void Freeze()
    {
        foreach (var (_, tensor) in NamedParameters()) tensor.RequiresGradInPlace(false);
    }

    /// <summary>Moves every parameter and buffer, with its gradient, to <paramref name="device"/>.</summary>
    /// <returns>This module.</returns>
    /// <remarks>
    /// The tensors stay the same objects, so an existing optimizer still trains them. But its state from earlier steps does not move:
    /// create or restore the optimizer after the move.
    /// </remarks>
    /// <exception cref="TorchException">There is no such device, or not enough memory on it; some tensors may have been moved.</exception>
    public virtual Module To(Device device)
    {
        foreach (var (_, tensor) in State()) tensor.MoveInPlace(device);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in _parameters.Concat(_buffers)) tensor.Dispose();
        foreach (var (_, child) in _children) child.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what else a derived module holds; called by <see cref="Dispose"/>.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Registers <paramref name="child"/> under its state-dict name (empty to add no prefix) and returns it.</summary>
    protected T Add<T>(string name, T child) where T : Module
    {
        _children.Add((name, child));
        return child;
    }

    /// <summary>Registers a trainable tensor, takes it out of every scope and returns it.</summary>
    protected Tensor AddParameter(string name, Tensor tensor)
    {
        _parameters.Add(new(name, TensorScope.Detach(tensor).RequiresGradInPlace()));
        return tensor;
    }

    /// <summary>Registers a tensor that is saved but not trained, takes it out of every scope and returns it.</summary>
    protected Tensor AddBuffer(string name, Tensor tensor)
    {
        _buffers.Add(new(name, TensorScope.Detach(tensor)));
        return tensor;
    }

    private IEnumerable<NamedTensor> Walk(string prefix, Func<Module, IEnumerable<NamedTensor>> select)
    {
        foreach (var (name, tensor) in select(this)) yield return new(prefix + name, tensor);
        foreach (var (name, child) in _children)
        {
            foreach (var item in child.Walk(name.Length == 0 ? prefix : $"{prefix}{name}.", select)) yield return item;
        }
    }
}

/// <summary>A tensor of a module with its state-dict name.</summary>
/// <param name="Name">Dotted path, for example <c>backbone.body.conv1.weight</c>.</param>
/// <param name="Tensor">The tensor itself, owned by its module.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
