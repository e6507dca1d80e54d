using Gannet.Detection.Boxes;

namespace Gannet.Detection.RoiHeads;

/// <summary>Assigns a region's predicted boxes to classes.</summary>
/// <param name="Classes">Classes without background.</param>
/// <param name="Slots">Which classes have their own box.</param>
public readonly record struct BoxLayout(int Classes, BoxSlots Slots)
{
    /// <summary>Boxes per region.</summary>
    public int Count => Slots switch
    {
        BoxSlots.WithBackground => Classes + 1,
        BoxSlots.PerClass => Classes,
        BoxSlots.AgnosticWithBackground => 2,
        _ => 1,
    };

    /// <summary>The slot of a class's box.</summary>
    public int SlotOf(int label) => Slots switch
    {
        BoxSlots.WithBackground => label + 1,
        BoxSlots.PerClass => label,
        BoxSlots.AgnosticWithBackground => 1,
        _ => 0,
    };
}
