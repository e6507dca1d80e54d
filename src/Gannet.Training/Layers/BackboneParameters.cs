using Gannet.Detection;
using Gannet.Detection.Backbones;

namespace Gannet.Training.Layers;

/// <summary>Finds the backbone among a detector's parts.</summary>
/// <param name="Prefix">What the names of its parameters begin with.</param>
/// <param name="Backbone">The backbone itself.</param>
internal readonly record struct BackboneParameters(string Prefix, Backbone Backbone)
{
    public static BackboneParameters Of(Detector detector) =>
        detector.Children.Where(static c => c.Module is Backbone).Select(static c => new BackboneParameters($"{c.Name}.", (Backbone)c.Module)).Single();

    public static IEnumerable<string> Names(Detector detector) => detector.NamedParameters().Select(static p => p.Name);
}
