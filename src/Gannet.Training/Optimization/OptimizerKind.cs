namespace Gannet.Training.Optimization;

/// <summary>Which optimizer changes the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Adam with weight decay added to the gradient, as R-FCN's implementation had it.</summary>
    Adam,

    /// <summary>Adam with Nesterov momentum.</summary>
    Nadam,

    /// <summary>Gradients divided by the root of their mean square.</summary>
    RmsProp,
}
