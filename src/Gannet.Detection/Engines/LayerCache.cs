using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>What an engine makes of each layer's weights: made when a layer is first met, then kept. Later changes of the weights are not seen.</summary>
internal sealed class LayerCache : IDisposable
{
    // By norm, too: a convolution whose norm cannot be folded comes once with it, is declined, and comes again alone.
    private readonly Dictionary<(Module Layer, Norm? Norm, Type Form), object?> _made = [];

    /// <summary>A layer's weights in one form.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="norm">The norm that is folded into it, or null.</param>
    /// <param name="make">Makes them, in a scope of their own; null where the layer has to be declined, which is kept, too.</param>
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
