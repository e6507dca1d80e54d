namespace Gannet.Kernels.Matching;

/// <summary>An object that a box of the block may meet: everything that the inner loop reads of it, side by side.</summary>
/// <param name="box">Box of the object.</param>
/// <param name="number">Its index among all objects.</param>
internal struct NearTruth(in Box box, int number)
{
    public readonly Box Box = box;

    public readonly float Area = box.Area;

    // Winners are selected as float lanes; converting the number inside the loop would cost a tenth of its time.
    public readonly float Lane = number;

    public readonly int Number = number;

    /// <summary>The overlap that a box must reach to be the object's best.</summary>
    public float Best;
}
