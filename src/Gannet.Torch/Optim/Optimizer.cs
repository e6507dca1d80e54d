using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Moves parameters against their gradients.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = [];
    private List<(Tensor State, Tensor? Before)>? _touched; // by the update of one parameter, if it may have to be undone

    /// <summary>Creates an optimizer over <paramref name="groups"/>.</summary>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups) => Groups = groups;

    /// <summary>The trained parameters.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Learning rate of the next step; a group multiplies it by its own factor.</summary>
    public double Rate { get; set; }

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Every trained tensor.</summary>
    public IEnumerable<NamedTensor> Parameters => Groups.SelectMany(static g => g.Parameters);

    /// <summary>What the optimizer remembers between steps, by name; saved in checkpoints.</summary>
    public IEnumerable<NamedTensor> State() => _state.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => new NamedTensor(s.Key, s.Value));

    /// <summary>Restores what <see cref="State"/> returned.</summary>
    /// <exception cref="InvalidDataException">A state belongs to no parameter or does not fit its shape; nothing was restored.</exception>
    public void Restore(long steps, IEnumerable<NamedTensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        NamedTensor[] stored = [.. state];
        var parameters = Parameters.ToDictionary(static p => p.Name, static p => p.Tensor, StringComparer.Ordinal);
        foreach (var item in stored) Check(item, parameters);
        Steps = steps;
        foreach (var (name, tensor) in stored)
        {
            if (_state.Remove(name, out var old)) old.Dispose();
            _state.Add(name, TensorScope.Detach(LikeOwner(tensor, parameters[Owner(name)])));
        }
    }

    /// <summary>Applies one step to every parameter that has a gradient.</summary>
    public void Step()
    {
        using var noGrad = NoGrad.Enter();
        Steps++;
        foreach (var group in Groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = TensorScope.Enter();
                if (parameter.Tensor.Gradient is { } gradient)
                    Update(parameter, gradient, Rate * group.RateFactor, group.WeightDecay);
            }
        }
    }

    /// <summary>Applies one step if <paramref name="isFinite"/> holds; else no parameter and no state changes.</summary>
    /// <param name="isFinite">A boolean tensor of one element: whether loss and gradients are finite.</param>
    /// <remarks>No device sync: on a device both outcomes are computed. Step counts, which are on the CPU, increase either way.</remarks>
    public void Step(Tensor isFinite)
    {
        ArgumentNullException.ThrowIfNull(isFinite);
        if (isFinite.Device.IsCuda) StepWhere(isFinite);
        else if (isFinite.Item() != 0) Step();
    }

    internal void StepWhere(Tensor isFinite)
    {
        using var noGrad = NoGrad.Enter();
        Steps++;
        foreach (var group in Groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = TensorScope.Enter();
                if (parameter.Tensor.Gradient is not { } gradient) continue;
                var before = parameter.Tensor.Clone();
                _touched = [];
                Update(parameter, gradient, Rate * group.RateFactor, group.WeightDecay);
                Choose(isFinite, parameter.Tensor, before);
                foreach (var (state, old) in _touched.AsEnumerable().Reverse()) Choose(isFinite, state, old); // the oldest copy last
                _touched = null;
            }
        }
    }

    /// <summary>Forgets the gradients, so that the next backward starts from none.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, tensor) in Parameters) tensor.Gradient = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _state.Values) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    // State that did not exist before starts at zero.
    private static void Choose(Tensor isFinite, Tensor now, Tensor? before)
    {
        now.CopyInPlace(Tensor.Where(isFinite, now, before ?? Tensor.Zeros([1]).To(now.Device, now.ElementType)));
    }

    // An update with a state that broadcasts would go wrong silently.
    private static void Check(NamedTensor state, Dictionary<string, Tensor> parameters)
    {
        if (!parameters.TryGetValue(Owner(state.Name), out var owner))
            throw new InvalidDataException($"the optimizer's state '{state.Name}' belongs to no parameter that is trained");
        if (state.Tensor.Shape is [1] || state.Tensor.Shape.SequenceEqual(owner.Shape)) return;
        throw new InvalidDataException(
            $"the optimizer's state '{state.Name}' is [{string.Join(", ", state.Tensor.Shape.ToArray())}], "
            + $"its parameter [{string.Join(", ", owner.Shape.ToArray())}]");
    }

    private static string Owner(string state) => state[..Math.Max(0, state.LastIndexOf('.'))];

    // Files hold elements in row-major order on the CPU. With channels-last weights every update would be strided, and with weights on
    // a device it would fail.
    private static Tensor LikeOwner(Tensor tensor, Tensor owner)
    {
        var isChannelsLast = owner.Rank == 4 && tensor.Rank == 4 && !owner.IsContiguous();
        var placed = tensor.To(owner.Device, tensor.ElementType);
        var ordered = isChannelsLast ? placed.Contiguous(MemoryFormat.ChannelsLast) : placed;
        foreach (var old in (Tensor[])[tensor, placed])
        {
            if (old != ordered) old.Dispose();
        }

        return ordered;
    }

    /// <summary>Updates one parameter.</summary>
    protected abstract void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay);

    /// <summary>Whether a tensor is remembered as <paramref name="key"/>, and which.</summary>
    protected bool TryRecall(string key, out Tensor tensor)
    {
        if (!_state.TryGetValue(key, out tensor!)) return false;
        _touched?.Add((tensor, tensor.Clone()));
        return true;
    }

    /// <summary>Remembers <paramref name="tensor"/> for later steps.</summary>
    protected Tensor Remember(string key, Tensor tensor)
    {
        _touched?.Add((tensor, null));
        return _state[key] = TensorScope.Detach(tensor);
    }

    /// <summary>The tensor remembered as <paramref name="key"/>; initially zeros in the shape of <paramref name="like"/>.</summary>
    protected Tensor Accumulator(string key, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return TryRecall(key, out var tensor) ? tensor : Remember(key, like.Clone().ZeroInPlace());
    }

    /// <summary>The single number remembered as <paramref name="key"/>, to read and write; initially <paramref name="first"/>.</summary>
    /// <remarks>Always on the CPU, because the step depends on it and reading it from a device would wait for the device.</remarks>
    protected ref float Number(string key, float first)
    {
        var number = _state.TryGetValue(key, out var tensor) ? tensor : _state[key] = TensorScope.Detach(Tensor.Full([1], first));
        number.MoveInPlace(Device.Cpu);
        return ref number.AsSpan<float>()[0];
    }

    /// <summary>Counts the steps of one parameter, including this one.</summary>
    /// <remarks>A parameter that skipped a step has means of one step less, so each has its own count, as in PyTorch.</remarks>
    protected float CountStep(NamedTensor parameter) => ++Number($"{parameter.Name}.steps", 0);
}
