using System;
using System.Runtime.Serialization;

namespace UnityKernel
{
    /// <summary>Chooses <see cref="GapSurrogate"/> for every type that is not serialisable.</summary>
    internal sealed class GapSelector : SurrogateSelector
    {
        static readonly GapSurrogate Gap = new GapSurrogate();

        public override ISerializationSurrogate GetSurrogate(Type type, StreamingContext context, out ISurrogateSelector selector)
        {
            selector = this;
            return type.IsSerializable ? null : Gap;
        }
    }
}
