namespace Gannet.Training;

/// <summary>How the learning rate falls after warm-up.</summary>
public enum RateDecay
{
    /// <summary>Divided by ten once.</summary>
    Step,

    /// <summary>Along half a cosine to zero.</summary>
    Cosine,

    /// <summary>Not at all.</summary>
    Constant,
}
