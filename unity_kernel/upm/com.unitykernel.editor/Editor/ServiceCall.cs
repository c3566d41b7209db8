using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading.Tasks;
using UnityEditor;

namespace UnityKernel
{
    /// <summary>A call of a client's service that has begun and is waited for without blocking. Main thread.</summary>
    internal sealed class ServiceCall
    {
        readonly object number;
        object value;

        internal ServiceCall(string client, string service, object[] arguments, double timeout)
        {
            number = PythonCalls.Call("begin_service", client, service, arguments, timeout);
        }

        /// <summary>For a coroutine: null at each step until the value is there, then the value.</summary>
        internal IEnumerator Steps()
        {
            while (!IsDone())
            {
                yield return null;
            }
            yield return value;
        }

        /// <summary>For <c>await</c>: looks at every tick of the editor.</summary>
        internal Task<object> AsTask()
        {
            var source = new TaskCompletionSource<object>();
            EditorApplication.CallbackFunction look = null;
            look = () =>
            {
                try
                {
                    if (!IsDone())
                    {
                        return;
                    }
                }
                catch (Exception error)
                {
                    EditorApplication.update -= look;
                    source.TrySetException(error);
                    return;
                }
                EditorApplication.update -= look;
                source.TrySetResult(value);
            };
            EditorApplication.update += look;
            return source.Task;
        }

        bool IsDone()
        {
            object result = PythonCalls.Call("service_result", number);
            if (result == null)
            {
                return false;
            }
            value = ((Dictionary<string, object>)result)["value"];
            return true;
        }
    }
}
