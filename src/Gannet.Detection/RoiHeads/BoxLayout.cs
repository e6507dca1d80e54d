using Gannet.Detection.Boxes;

namespace Gannet.Detection.RoiHeads;

/// <summary>Which of a region's predicted boxes belongs to which class.</summary>
/// <param name="Classes">Classes without background.</param>
/// <param name="Slots">Which classes have a box of their own.</param>
public readonly record struct BoxLayout(int Classes, BoxSlots Slots)
{
    /// <summary>Boxes of each region.</summary>
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
