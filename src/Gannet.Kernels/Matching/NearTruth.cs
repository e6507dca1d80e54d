namespace Gannet.Kernels.Matching;

/// <summary>An object that some box of a block meets: all that the inner loop reads of it, side by side.</summary>
/// <param name="box">Of the object.</param>
/// <param name="number">Among all objects.</param>
internal struct NearTruth(in Box box, int number)
{
    public readonly Box Box = box;

    public readonly float Area = box.Area;

    // Winners are selected as lanes of floats; turning the number into one there would cost a tenth of the loop.
    public readonly float Lane = number;

    public readonly int Number = number;

    /// <summary>The overlap from which a box may be the object's best.</summary>
    public float Best;
}
