using Gannet.Detection;
using Gannet.Detection.Backbones;

namespace Gannet.Training.Layers;

/// <summary>The backbone of a detector and the prefix of its parameter names.</summary>
/// <param name="Prefix">Prefix of its parameters' names.</param>
/// <param name="Backbone">The backbone itself.</param>
internal readonly record struct BackboneParameters(string Prefix, Backbone Backbone)
{
    public static BackboneParameters Of(Detector detector) =>
        detector.Children.Where(static c => c.Module is Backbone).Select(static c => new BackboneParameters($"{c.Name}.", (Backbone)c.Module)).Single();

    public static IEnumerable<string> Names(Detector detector) => detector.NamedParameters().Select(static p => p.Name);
}
