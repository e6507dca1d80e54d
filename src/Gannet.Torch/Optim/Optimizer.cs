using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Changes parameters along their gradients.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = [];

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

    /// <summary>Restores what <see cref="State"/> gave.</summary>
    public void Restore(long steps, IEnumerable<NamedTensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Steps = steps;
        var parameters = Parameters.ToDictionary(static p => p.Name, static p => p.Tensor, StringComparer.Ordinal);
        foreach (var (name, tensor) in state)
        {
            if (_state.Remove(name, out var old)) old.Dispose();
            _state.Add(name, TensorScope.Detach(LikeOwner(name, tensor, parameters)));
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

    // Files hold elements in row-major order; beside channels-last weights every update would be a strided one.
    private static Tensor LikeOwner(string name, Tensor tensor, Dictionary<string, Tensor> parameters)
    {
        var isLike = !parameters.TryGetValue(name[..Math.Max(0, name.LastIndexOf('.'))], out var owner) || owner.Rank != 4 || tensor.Rank != 4
            || owner.IsContiguous() || tensor.IsContiguous(MemoryFormat.ChannelsLast);
        if (isLike) return tensor;
        var ordered = tensor.Contiguous(MemoryFormat.ChannelsLast);
        tensor.Dispose();
        return ordered;
    }

    /// <summary>Updates one parameter.</summary>
    protected abstract void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay);

    /// <summary>Whether <paramref name="key"/> is remembered, and its tensor.</summary>
    protected bool TryRecall(string key, out Tensor tensor) => _state.TryGetValue(key, out tensor!);

    /// <summary>Remembers <paramref name="tensor"/> for later steps.</summary>
    protected Tensor Remember(string key, Tensor tensor) => _state[key] = TensorScope.Detach(tensor);
}
