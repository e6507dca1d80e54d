using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>An engine's form of each layer's weights, made at first use and kept. Later changes to the weights are not noticed.</summary>
internal sealed class LayerCache : IDisposable
{
    // The key includes the norm: a convolution whose norm cannot be folded is declined with it, and then requested without it.
    private readonly Dictionary<(Module Layer, Norm? Norm, Type Form), object?> _made = [];

    /// <summary>A layer's weights in one form.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="norm">The norm that is folded into it, or null.</param>
    /// <param name="make">Makes them, in their own scope; null declines the layer, which is also cached.</param>
    public T? Get<T>(Module layer, Norm? norm, Func<T?> make) where T : class
    {
        var key = (layer, norm, typeof(T));
        if (_made.TryGetValue(key, out var known)) return (T?)known;
        using var scope = TensorScope.Enter();
        var made = make();
        _made[key] = made;
        return made;
    }

    public void Dispose()
    {
        foreach (var made in _made.Values) (made as IDisposable)?.Dispose();
        _made.Clear();
    }
}
