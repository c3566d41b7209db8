using System.Collections.Generic;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>
    /// Keeps pythonnet from saving objects itself, which fails for many: <see cref="ReferenceStore"/> does that, and has
    /// taken them out of its books before.
    /// </summary>
    internal sealed class EmptyStore : ICLRObjectStorer
    {
        public ICollection<CLRMappedItem> Store(CLRWrapperCollection wrappers, Dictionary<string, object> storage)
        {
            foreach (CLRMappedItem item in wrappers)
            {
                item.Stored = true;
            }
            return wrappers;
        }

        public CLRWrapperCollection Restore(Dictionary<string, object> storage)
        {
            return new CLRWrapperCollection();
        }
    }
}
